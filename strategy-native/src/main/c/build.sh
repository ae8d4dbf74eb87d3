#!/bin/sh
# Compiles the C library into the classes, so that it lands in the jar:
#
#     build.sh HEADERS CLASSES OS ARCH JDK
#
# HEADERS: what javac -h wrote; CLASSES: where META-INF/native/<os>-<arch>/ goes; OS and ARCH: os.name and os.arch of
# Java; JDK: where to look for jni.h if JAVA_HOME has none. Any JDK's jni.h serves. Beside a library goes its checksum,
# which is what Java loads it by.
#
# On Linux a library for linux-aarch64 is built as well, if its compiler aarch64-linux-gnu-gcc is installed. On macOS
# cc, from the command line tools of Xcode, builds that of the machine.
#
# Without a compiler or jni.h it warns and succeeds: the strategies then say that they are unavailable.
set -eu

headers=$1 classes=$2 os=$3 arch=$4 jdk=$5
sources=${0%/*}
foreign=

skip() {
    echo "[WARNING] the native strategies will be unavailable: $1"
    exit 0
}

case $os in
    Linux)
        platform=linux-$arch name=libinterleave-native.so
        [ "$arch" = aarch64 ] || foreign=linux-aarch64
        ;;
    Mac*) platform=mac-$arch name=libinterleave-native.dylib ;;
    *) skip "their C library is not built on $os" ;;
esac

# What an earlier build left may not fit today's classes.
for stale in "$platform" ${foreign:+"$foreign"}; do
    rm -f "$classes/META-INF/native/$stale/$name" "$classes/META-INF/native/$stale/$name.sha256"
done

# Whether a compiler is there, with the headers of a C library.
usable() {
    command -v "$1" >/dev/null && echo '#include <stdio.h>' | "$1" -E - >/dev/null 2>&1
}

compiler=
for candidate in cc gcc clang; do
    if usable "$candidate"; then
        compiler=$candidate
        break
    fi
done
[ -n "$compiler" ] || skip "no C compiler (cc, gcc, clang) with a C library's headers, install gcc and build again"

javac=$(command -v javac || true)
[ -z "$javac" ] || javac=$(readlink -f "$javac" || true)
includes=
for home in "${JAVA_HOME:-}" "$jdk" "${javac%/bin/javac}" /usr/lib/jvm/*; do
    for machine in "$home"/include/*/jni_md.h; do
        if [ -e "$home/include/jni.h" ] && [ -e "$machine" ]; then
            includes="$home/include"
            machine_includes=${machine%/jni_md.h}
            break 2
        fi
    done
done
[ -n "$includes" ] || skip "no jni.h found, set JAVA_HOME to a JDK and build again"

if command -v sha256sum >/dev/null; then
    checksum=sha256sum
elif command -v shasum >/dev/null; then
    checksum='shasum -a 256'
else
    skip "neither sha256sum nor shasum found, install coreutils and build again"
fi

# A warning of a compiler that we have not seen must not keep anybody from a first build.
strict=
[ "${CI:-}" != true ] || strict=-Werror

# Builds for a platform. -fwrapv: integers overflow as they do in Java; -ffp-contract=off: doubles are rounded as in Java.
build() {
    directory=$classes/META-INF/native/$2
    mkdir -p "$directory"
    "$1" -std=c11 -O2 -fwrapv -ffp-contract=off -fPIC -shared -pthread -fvisibility=hidden \
        -Wall -Wextra -Wmissing-prototypes $strict \
        -I "$headers" -I "$includes" -I "$machine_includes" \
        -o "$directory/$name" "$sources"/*.c || return
    (cd "$directory" && $checksum "$name" >"$name.sha256")
}

build "$compiler" "$platform"
if [ -n "$foreign" ] && usable aarch64-linux-gnu-gcc && ! build aarch64-linux-gnu-gcc "$foreign"; then
    [ -z "$strict" ] || exit 1
    echo "[WARNING] no C library for $foreign: aarch64-linux-gnu-gcc failed, remove it or repair it and build again"
fi
