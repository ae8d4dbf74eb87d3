package org.interleave.processes.cluster;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.interleave.core.InvalidInputException;
import org.interleave.core.runtime.OwnFiles;

/**
 * The certificates that nodes and their clients show each other: a key and its certificate, signed by an authority of their
 * own. Whoever has a certificate of that authority is trusted wherever it comes from. Immutable.
 */
public final class Certificates {

    /**
     * The key store that a node and its clients need, each a copy: a key, its certificate, and the authority's certificate.
     */
    public static final String NODE_FILE = "node.p12";

    /** The authority's own key, with which more certificates can be made. Nodes do not need it. */
    public static final String AUTHORITY_FILE = "authority.p12";

    /** The validity of those that are kept in files. */
    static final Duration KEPT = Duration.ofDays(3650);

    /** The validity of those that are made for one run. */
    private static final Duration TEMPORARY = Duration.ofDays(30);

    private final KeyStore store;
    private final SSLContext context;

    private Certificates(KeyStore store) throws GeneralSecurityException {
        this.store = store;
        context = context(store);
    }

    /** The certificate of the key, whose purposes and validity it says. */
    X509Certificate certificate() throws GeneralSecurityException {
        return CertificateAuthority.certificate(store);
    }

    /** The TLS context that they make. */
    SSLContext context() {
        return context;
    }

    /**
     * Loads those of a directory.
     *
     * @throws InvalidInputException if they are not there, belong to somebody else, can be read or replaced by others,
     *     have expired, or cannot be used
     */
    public static Certificates load(Path directory) {
        Path file = directory.resolve(NODE_FILE);
        try {
            if (!Files.isRegularFile(file)) {
                throw new InvalidInputException("there is no " + file + " (interleave node --new-certificates "
                        + directory + " makes it, once for all machines)");
            }
            refuse(OwnFiles.objectionToPlace(directory));
            refuse(OwnFiles.objectionToSecret(file));
            return new Certificates(current(read(Files.readAllBytes(file)), file));
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidInputException("cannot use " + file + ": " + reason(e), e);
        }
    }

    /** Throws an objection to where certificates are, if there is one. */
    static void refuse(Optional<String> objection) {
        objection.ifPresent(text -> {
            throw new InvalidInputException(text);
        });
    }

    private static KeyStore current(KeyStore store, Path file) throws GeneralSecurityException {
        X509Certificate certificate = CertificateAuthority.certificate(store);
        Instant end = certificate.getNotAfter().toInstant();
        if (end.isBefore(Instant.now())) {
            throw new InvalidInputException(
                    "the certificate in " + file + " has expired, on " + end + " (remove it and make a new one)");
        }
        return store;
    }

    /** New ones that are kept nowhere, for one run and its nodes. */
    public static Certificates temporary() {
        try {
            return new Certificates(new CertificateAuthority(TEMPORARY).forNodes());
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("this JVM cannot make certificates", e);
        }
    }

    /** As bytes, the key included, for another process of this user. */
    public byte[] encoded() {
        try {
            return bytes(store);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("what was loaded or made can be written", e);
        }
    }

    /**
     * Those that another process of this user has {@link #encoded}.
     *
     * @throws InvalidInputException if these are none
     */
    public static Certificates decoded(byte[] bytes) {
        try {
            return new Certificates(read(bytes));
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidInputException("cannot use the certificates: " + reason(e), e);
        }
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, CertificateAuthority.password());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore read(byte[] bytes) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(bytes), CertificateAuthority.password());
        return store;
    }

    private static byte[] bytes(KeyStore store) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        store.store(bytes, CertificateAuthority.password());
        return bytes.toByteArray();
    }

    /**
     * Makes a new authority, and a key and certificate for nodes and clients, which are valid for ten years.
     *
     * @throws InvalidInputException if the directory has some already, belongs to somebody else, or cannot be written
     */
    public static void create(Path directory) {
        try {
            Files.createDirectories(directory, OwnFiles.PRIVATE_DIRECTORY);
            refuse(OwnFiles.objectionToPlace(directory));
            for (String name : List.of(NODE_FILE, AUTHORITY_FILE)) {
                if (Files.exists(directory.resolve(name))) {
                    throw new FileAlreadyExistsException(directory.resolve(name).toString(), null, "is there already");
                }
            }
            CertificateAuthority authority = new CertificateAuthority(KEPT);
            write(authority.own(), directory, AUTHORITY_FILE);
            write(authority.forNodes(), directory, NODE_FILE);
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidInputException("cannot make certificates in " + directory + ": " + reason(e), e);
        }
    }

    /** Writes a store to a file that appears when it is complete. */
    static void write(KeyStore store, Path directory, String name) throws IOException, GeneralSecurityException {
        Path unfinished = Files.createTempFile(directory, name, ".new", OwnFiles.PRIVATE_FILE);
        try {
            Files.write(unfinished, bytes(store), StandardOpenOption.WRITE);
            Files.move(unfinished, directory.resolve(name)); // which replaces nothing
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** Why something failed, in words: of some failures the JDK tells the file's name only. */
    static String reason(Exception thrown) {
        return switch (thrown) {
            case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
            case AccessDeniedException denied -> denied.getFile() + ": permission denied";
            default -> String.valueOf(thrown.getMessage());
        };
    }
}
