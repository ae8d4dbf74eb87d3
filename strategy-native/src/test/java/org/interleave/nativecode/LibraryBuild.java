package org.interleave.nativecode;

/** What the build made of the C sources. */
final class LibraryBuild {

    private LibraryBuild() {}

    static boolean present() {
        return NativeLibrary.class.getResource(NativeLibrary.resource(NativeLibrary.platform())) != null;
    }
}
