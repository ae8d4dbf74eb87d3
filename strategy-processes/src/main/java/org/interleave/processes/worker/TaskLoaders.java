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
import org.interleave.core.catalog.PluginClassLoader;
import org.interleave.processes.wire.TaskClassPath;

/**
 * Finds the classes of tasks in a worker: those on the parent's class path, of which the worker's own is a part, and those
 * of a plug-in, which the parent loads through a {@link URLClassLoader}, at the same URLs, and as isolated from libraries. Nothing is opened before a task
 * needs a class that the worker has not. Thread-safe.
 */
final class TaskLoaders {

    private final String classPath;
    private final Map<TaskClassPath, ClassLoader> loaders = new ConcurrentHashMap<>();

    /**
     * For a worker.
     *
     * @param classPath what the parent's class path has beside the worker's own; may be empty
     */
    TaskLoaders(String classPath) {
        this.classPath = classPath;
    }

    /** A loader that finds the classes there, the same one for the same class path. */
    ClassLoader loader(TaskClassPath tasks) {
        ClassLoader ofClassPath = loaders.computeIfAbsent(TaskClassPath.NONE, none -> openClassPath());
        return tasks.urls().isEmpty() ? ofClassPath : loaders.computeIfAbsent(tasks, some -> open(some, ofClassPath));
    }

    private static ClassLoader open(TaskClassPath tasks, ClassLoader ofClassPath) {
        return tasks.isolated()
                ? new PluginClassLoader("tasks", parsed(tasks.urls()), ofClassPath)
                : open(tasks.urls(), ofClassPath);
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
        return new URLClassLoader("tasks", parsed(urls).toArray(URL[]::new), parent);
    }

    private static List<URL> parsed(List<String> urls) {
        return urls.stream().map(TaskLoaders::url).toList();
    }

    private static URL url(String text) {
        try {
            return URI.create(text).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("not a URL of classes: " + text, e);
        }
    }
}
