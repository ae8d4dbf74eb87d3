package org.interleave.processes.wire;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** The transport of frames between the parent and a worker. */
public enum Transport {
    /** Two named pipes: {@link NamedPipes}. */
    PIPE {
        @Override
        public WorkerConnection create() throws IOException {
            return NamedPipes.create();
        }

        @Override
        WorkerConnection join(Path directory, int size) throws IOException {
            return NamedPipes.join(directory, size);
        }
    },

    /** Two rings in memory that both have mapped: {@link SharedMemory}. */
    SHARED_MEMORY {
        @Override
        public WorkerConnection create() throws IOException {
            return SharedMemory.create();
        }

        @Override
        WorkerConnection join(Path directory, int size) throws IOException {
            return SharedMemory.join(directory, size);
        }
    };

    /** The parent's end of a new connection. */
    public abstract WorkerConnection create() throws IOException;

    /** The worker's end. */
    abstract WorkerConnection join(Path directory, int size) throws IOException;

    /** The name that users know it by. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The transport of a name that users know. */
    public static Transport of(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
