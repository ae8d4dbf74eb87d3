package org.interleave.processes.pool;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The URLs at which a worker finds the classes of a plug-in, which its own class path has not. */
final class PluginUrls {

    private PluginUrls() {}

    /** The URLs of a loader and of those that it delegates to, down to the first that has the class path. */
    static List<String> of(ClassLoader loader) {
        List<String> urls = new ArrayList<>();
        for (ClassLoader next = loader; next instanceof URLClassLoader plugin; next = next.getParent()) {
            Arrays.stream(plugin.getURLs()).map(URL::toString).forEach(urls::add);
        }
        return urls;
    }
}
