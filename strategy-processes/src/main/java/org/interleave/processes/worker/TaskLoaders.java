package org.interleave.processes.worker;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the classes of tasks in a worker: those on the parent's class path, of which the worker's own is a part, and those
 * of a plug-in, which the parent loads through a {@link URLClassLoader}, at the same URLs. Nothing is opened before a task
 * needs a class that the worker has not. Thread-safe.
 */
final class TaskLoaders {

    private final String classPath;
    private final Map<List<String>, ClassLoader> loaders = new ConcurrentHashMap<>();

    /**
     * For a worker.
     *
     * @param classPath what the parent's class path has beside the worker's own; may be empty
     */
    TaskLoaders(String classPath) {
        this.classPath = classPath;
    }

    /** A loader that finds the classes at some URLs, the same one for the same URLs. */
    ClassLoader loader(List<String> urls) {
        ClassLoader ofClassPath = loaders.computeIfAbsent(List.of(), none -> openClassPath());
        return urls.isEmpty() ? ofClassPath : loaders.computeIfAbsent(urls, some -> open(some, ofClassPath));
    }

    private ClassLoader openClassPath() {
        ClassLoader own = TaskLoaders.class.getClassLoader();
        if (classPath.isEmpty()) {
            return own;
        }
        List<String> urls = Arrays.stream(classPath.split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toUri().toString())
                .toList();
        return open(urls, own);
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
