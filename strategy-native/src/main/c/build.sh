#!/bin/sh
# Compiles the C library into the classes, so that it lands in the jar:
#
#     build.sh HEADERS CLASSES OS ARCH JDK
#
# HEADERS: what javac -h wrote; CLASSES: where META-INF/native/<os>-<arch>/ goes; OS and ARCH: os.name and os.arch of
# Java; JDK: where to look for jni.h if JAVA_HOME has none. Any JDK's jni.h serves.
#
# Without a compiler or jni.h it warns and succeeds: the strategies then say that they are unavailable.
set -eu

headers=$1 classes=$2 os=$3 arch=$4 jdk=$5
sources=${0%/*}

skip() {
    echo "[WARNING] native-held and native-released will be unavailable: $1"
    exit 0
}

case $os in
    Linux) library=META-INF/native/linux-$arch/libinterleave-native.so ;;
    Mac*) library=META-INF/native/mac-$arch/libinterleave-native.dylib ;;
    *) skip "their C library is not built on $os" ;;
esac

# What an earlier build left may not fit today's classes.
if [ -e "$classes/$library" ]; then
    rm "$classes/$library"
fi

compiler=
for candidate in cc gcc clang; do
    if command -v "$candidate" >/dev/null && echo '#include <stdio.h>' | "$candidate" -E - >/dev/null 2>&1; then
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

# A warning of a compiler that we have not seen must not keep anybody from a first build.
strict=
[ "${CI:-}" != true ] || strict=-Werror

mkdir -p "$classes/${library%/*}"
# -fwrapv: integers overflow as they do in Java.
exec "$compiler" -std=c11 -O2 -fwrapv -fPIC -shared -fvisibility=hidden \
    -Wall -Wextra -Wmissing-prototypes $strict \
    -I "$headers" -I "$includes" -I "$machine_includes" \
    -o "$classes/$library" "$sources"/*.c
