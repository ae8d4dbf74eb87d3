package org.interleave.workbench.trace;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** A message of protocol buffers in the making; used again and again. Not thread-safe. */
final class ProtoMessage {

    private static final int ROOM = 64;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(ROOM);
    private final CodedOutputStream fields = CodedOutputStream.newInstance(bytes, ROOM);

    ProtoMessage clear() throws IOException {
        fields.flush();
        bytes.reset();
        return this;
    }

    ProtoMessage number(int field, long value) throws IOException {
        fields.writeUInt64(field, value);
        return this;
    }

    ProtoMessage text(int field, String value) throws IOException {
        fields.writeString(field, value);
        return this;
    }

    ProtoMessage message(int field, ProtoMessage nested) throws IOException {
        nested.writeTo(fields, field);
        return this;
    }

    /** Writes the message as a field of another. */
    void writeTo(CodedOutputStream out, int field) throws IOException {
        fields.flush();
        out.writeByteArray(field, bytes.toByteArray());
    }
}
