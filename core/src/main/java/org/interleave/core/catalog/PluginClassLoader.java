package org.interleave.core.catalog;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Loads the classes of one plug-in: the JDK's and Interleave's are those of the program, all others its own. Whatever
 * libraries the program is built on, in whatever version, the plug-in neither sees them nor gets them in place of its own.
 *
 * <p>Of the libraries it shares HdrHistogram, which is part of Interleave's interface. Thread-safe.
 */
public final class PluginClassLoader extends URLClassLoader {

    static {
        registerAsParallelCapable();
    }

    /**
     * A loader of classes at some URLs.
     *
     * @param name what it is called in stack traces
     * @param urls jars and directories
     * @param program the loader of Interleave's own classes
     */
    public PluginClassLoader(String name, List<URL> urls, ClassLoader program) {
        super(name, urls.toArray(URL[]::new), new SharedClassLoader(program));
    }

    /** What a plug-in sees of the program. */
    private static final class SharedClassLoader extends ClassLoader {

        private static final List<String> SHARED = List.of("org.interleave.", "org.HdrHistogram.");
        private static final String SHARED_SERVICES = "META-INF/services/org.interleave.";

        /** Of the JDK's modules the platform's loader does not have all: the compiler's are beside the class path. */
        private static final Set<String> JDK_PACKAGES = ModuleLayer.boot().modules().stream()
                .filter(module -> module.getClassLoader() == ClassLoader.getSystemClassLoader())
                .flatMap(module -> module.getPackages().stream())
                .collect(Collectors.toUnmodifiableSet());

        private final ClassLoader program;

        static {
            registerAsParallelCapable();
        }

        SharedClassLoader(ClassLoader program) {
            super("shared with plug-ins", ClassLoader.getPlatformClassLoader());
            this.program = program;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            boolean shared = SHARED.stream().anyMatch(name::startsWith)
                    || JDK_PACKAGES.contains(name.substring(0, Math.max(0, name.lastIndexOf('.'))));
            if (!shared) {
                throw new ClassNotFoundException(name);
            }
            return program.loadClass(name);
        }

        @Override
        protected @Nullable URL findResource(String name) {
            return isShared(name) ? program.getResource(name) : null;
        }

        @Override
        protected Enumeration<URL> findResources(String name) throws IOException {
            return isShared(name) ? program.getResources(name) : Collections.emptyEnumeration();
        }

        private static boolean isShared(String resource) {
            return resource.startsWith(SHARED_SERVICES)
                    || SHARED.stream()
                            .map(packages -> packages.replace('.', '/'))
                            .anyMatch(resource::startsWith);
        }
    }
}
