package org.interleave.processes;

import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the classes of tasks in a worker. Those on the parent's class path are on the worker's; those of a plug-in, which
 * the parent loads through a {@link URLClassLoader}, are found at the same URLs. Thread-safe.
 */
final class TaskLoaders {

    private final Map<List<String>, ClassLoader> loaders = new ConcurrentHashMap<>();

    TaskLoaders() {}

    /** In the parent: where the classes of a loader are found beside the class path. */
    static List<String> urls(ClassLoader loader) {
        List<String> urls = new ArrayList<>();
        for (ClassLoader next = loader; next instanceof URLClassLoader plugin; next = next.getParent()) {
            Arrays.stream(plugin.getURLs()).map(URL::toString).forEach(urls::add);
        }
        return urls;
    }

    /** In the worker: a loader that finds them, the same for the same URLs. */
    ClassLoader loader(List<String> urls) {
        ClassLoader own = TaskLoaders.class.getClassLoader();
        return urls.isEmpty() ? own : loaders.computeIfAbsent(urls, some -> open(some, own));
    }

    private static ClassLoader open(List<String> urls, ClassLoader parent) {
        URL[] parsed = urls.stream().map(TaskLoaders::url).toArray(URL[]::new);
        return new URLClassLoader("tasks", parsed, parent);
    }

    private static URL url(String text) {
        try {
            return URI.create(text).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not a URL of classes: " + text, e);
        }
    }
}
