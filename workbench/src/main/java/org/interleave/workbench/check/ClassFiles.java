package org.interleave.workbench.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The class files of a plug-in, read and not loaded. */
final class ClassFiles {

    private static final String ENDING = ".class";
    private static final int MAJOR_AT = 6;
    private static final int JAVA_1 = 44;

    /** The classes that can be read, by their names. */
    private final Map<String, ClassModel> classes = new HashMap<>();

    /** The Java release that those need that this JVM is too old for, by their names. */
    private final Map<String, Integer> tooNew = new TreeMap<>();

    /** Those that are no class files, by where they are. */
    private final List<String> broken = new ArrayList<>();

    private ClassFiles() {}

    /** Reads jars and directories of classes. */
    static ClassFiles read(List<Path> entries) {
        ClassFiles files = new ClassFiles();
        entries.forEach(files::readEntry);
        return files;
    }

    private void readEntry(Path entry) {
        try {
            if (Files.isDirectory(entry)) {
                try (Stream<Path> files = Files.walk(entry)) {
                    for (Path file : files.filter(path -> path.toString().endsWith(ENDING))
                            .toList()) {
                        take(entry.relativize(file).toString(), Files.readAllBytes(file));
                    }
                }
                return;
            }
            try (JarFile jar = new JarFile(entry.toFile())) {
                for (JarEntry file : jar.stream()
                        .filter(any -> any.getName().endsWith(ENDING))
                        .toList()) {
                    try (InputStream in = jar.getInputStream(file)) {
                        take(file.getName(), in.readAllBytes());
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those for other releases than the JVM's own are beside the ones that every release can read. */
    private void take(String path, byte[] bytes) {
        if (path.startsWith("META-INF/")) {
            return;
        }
        if (bytes.length <= MAJOR_AT + 1) {
            broken.add(path);
            return;
        }
        int major = Short.toUnsignedInt(ByteBuffer.wrap(bytes).getShort(MAJOR_AT));
        if (major > ClassFile.latestMajorVersion()) {
            tooNew.put(path.substring(0, path.length() - ENDING.length()).replace('/', '.'), major - JAVA_1);
            return;
        }
        try {
            ClassModel model = ClassFile.of().parse(bytes);
            classes.put(name(model.thisClass()), model);
        } catch (IllegalArgumentException e) {
            broken.add(path);
        }
    }

    private static String name(ClassEntry entry) {
        return entry.asInternalName().replace('/', '.');
    }

    /** The Java release that classes need that this JVM is too old for, by their names. */
    Map<String, Integer> tooNew() {
        return tooNew;
    }

    /** Where something is called a class that is none. */
    List<String> broken() {
        return broken;
    }

    /** The classes that could be providers of one of some services, and of which, by their names. */
    Map<String, String> providers(Set<String> services) {
        Map<String, String> found = new TreeMap<>();
        classes.forEach((name, model) -> {
            services.stream()
                    .filter(service -> isA(model, service) && canBeMade(model))
                    .forEach(service -> found.put(name, service));
        });
        return found;
    }

    private static boolean canBeMade(ClassModel model) {
        return model.flags().has(AccessFlag.PUBLIC)
                && !model.flags().has(AccessFlag.ABSTRACT)
                && model.methods().stream()
                        .anyMatch(method -> method.methodName().equalsString(ConstantDescs.INIT_NAME)
                                && method.methodType().equalsString("()V")
                                && method.flags().has(AccessFlag.PUBLIC));
    }

    private boolean isA(ClassModel model, String service) {
        return Stream.concat(model.superclass().stream(), model.interfaces().stream())
                .map(ClassFiles::name)
                .anyMatch(parent ->
                        parent.equals(service) || (classes.containsKey(parent) && isA(classes.get(parent), service)));
    }
}
