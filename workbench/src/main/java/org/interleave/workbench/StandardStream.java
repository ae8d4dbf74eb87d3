package org.interleave.workbench;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.interleave.workbench.report.Glyphs;

/**
 * Standard output or standard error with what {@link PrintStream} lacks: it keeps the first failure, so that lost output
 * can be told, and signs have an ASCII form where the encoding lacks them. It is given UTF-8.
 *
 * <p>Thread-safe.
 */
final class StandardStream extends OutputStream {

    private static final int CHUNK = 8192;

    private final OutputStream out;
    private final Glyphs glyphs;
    private final boolean passesUtf8;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer undecoded = ByteBuffer.allocate(CHUNK);
    private final CharBuffer decoded = CharBuffer.allocate(CHUNK);
    private Optional<IOException> failure = Optional.empty();

    /** A stream onto another, in its encoding. */
    StandardStream(OutputStream out, Charset charset) {
        this.out = out;
        glyphs = new Glyphs(charset);
        passesUtf8 = charset.equals(StandardCharsets.UTF_8);
    }

    /** Makes {@link System#out} such a stream. */
    static StandardStream installAsOutput() {
        StandardStream stream = new StandardStream(to(FileDescriptor.out), Terminal.charset("stdout.encoding"));
        System.setOut(stream.printer());
        return stream;
    }

    /** Makes {@link System#err} such a stream. */
    static void installAsError() {
        StandardStream stream = new StandardStream(to(FileDescriptor.err), Terminal.charset("stderr.encoding"));
        System.setErr(stream.printer());
    }

    private static OutputStream to(FileDescriptor descriptor) {
        return new BufferedOutputStream(new FileOutputStream(descriptor), CHUNK);
    }

    /** What prints to it. */
    PrintStream printer() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    @Override
    public void write(int oneByte) throws IOException {
        write(new byte[] {(byte) oneByte}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            if (passesUtf8) {
                out.write(bytes, offset, length);
                return;
            }
            for (int done = 0; done < length; ) {
                int chunk = Math.min(length - done, undecoded.remaining());
                undecoded.put(bytes, offset + done, chunk);
                done += chunk;
                encode();
            }
        } catch (IOException e) {
            throw kept(e);
        }
    }

    /** Leaves the beginning of a character whose end has yet to come. */
    private void encode() throws IOException {
        undecoded.flip();
        decoder.decode(undecoded, decoded, false);
        undecoded.compact();
        decoded.flip();
        out.write(glyphs.encodable(decoded.toString()).getBytes(glyphs.charset()));
        decoded.clear();
    }

    @Override
    public synchronized void flush() throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            throw kept(e);
        }
    }

    private IOException kept(IOException e) {
        if (failure.isEmpty()) {
            failure = Optional.of(e);
        }
        return e;
    }

    /** Flushes, and tells why not everything was written, if so. */
    synchronized Optional<IOException> failure() {
        try {
            out.flush();
        } catch (IOException e) {
            kept(e);
        }
        return failure;
    }

    /** Whether it failed because nobody reads standard output any more: it is a pipe whose other end is closed. */
    static boolean isClosedPipe(IOException failure) {
        if (String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe")) {
            return true;
        }
        // The message may be in the language of the user.
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("pipe:") || target.startsWith("socket:");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
