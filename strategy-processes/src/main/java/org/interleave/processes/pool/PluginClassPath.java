package org.interleave.processes.pool;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.interleave.core.catalog.PluginClassLoader;
import org.interleave.processes.wire.TaskClassPath;
import org.jspecify.annotations.Nullable;

/** Where a worker finds the classes of a plug-in, which its own class path has not. */
final class PluginClassPath {

    private PluginClassPath() {}

    /** That of a loader and of those that it delegates to, down to the first that has the class path. */
    static TaskClassPath of(@Nullable ClassLoader loader) {
        List<String> urls = new ArrayList<>();
        for (ClassLoader next = loader; next instanceof URLClassLoader plugin; next = next.getParent()) {
            Arrays.stream(plugin.getURLs()).map(URL::toString).forEach(urls::add);
        }
        return urls.isEmpty() ? TaskClassPath.NONE : new TaskClassPath(loader instanceof PluginClassLoader, urls);
    }
}
