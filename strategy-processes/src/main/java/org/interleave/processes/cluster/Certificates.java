package org.interleave.processes.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.interleave.core.InvalidInputException;

/**
 * What nodes and their visitors show each other: a key and its certificate, signed by an authority of their own. Whoever
 * has a certificate of that authority is trusted wherever it comes from.
 */
public final class Certificates {

    /** What a node and its visitors need, each a copy: a key, its certificate, and the authority's certificate. */
    public static final String NODE_FILE = "node.p12";

    /** The authority's own key, with which more certificates can be made. Nodes do not need it. */
    public static final String AUTHORITY_FILE = "authority.p12";

    /** The format asks for one. The files' permissions protect them: a password that lies beside would add nothing. */
    private static final String PASSWORD = "interleave";

    private static final String AUTHORITY = "authority";
    private static final String NODE = "node";
    private static final String VALID_DAYS = "3650";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final SSLContext context;

    private Certificates(SSLContext context) {
        this.context = context;
    }

    /** What TLS needs of them. */
    SSLContext context() {
        return context;
    }

    /**
     * Loads those of a directory.
     *
     * @throws InvalidInputException if they are not there, can be read by others, or cannot be used
     */
    public static Certificates load(Path directory) {
        Path file = directory.resolve(NODE_FILE);
        try {
            if (!Files.isRegularFile(file)) {
                throw new InvalidInputException("there is no " + file + " (interleave node --new-certificates "
                        + directory + " makes it, once for all machines)");
            }
            if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
                throw new InvalidInputException("others can read the key in " + file + " (chmod 600 " + file + ")");
            }
            return new Certificates(context(read(file)));
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidInputException("cannot use " + file + ": " + e.getMessage(), e);
        }
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore read(Path file) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    /**
     * Makes a new authority, and a key and certificate for nodes and visitors.
     *
     * @throws InvalidInputException if the directory has some already, or cannot be written
     */
    public static void create(Path directory) {
        try {
            Files.createDirectories(directory);
            for (String name : List.of(NODE_FILE, AUTHORITY_FILE)) {
                if (Files.exists(directory.resolve(name))) {
                    throw new FileAlreadyExistsException(directory.resolve(name).toString(), null, "is there already");
                }
            }
            Path workplace = Files.createTempDirectory(directory, "new");
            Path store = workplace.resolve("store");
            try {
                generate(store);
                split(read(store), directory);
            } finally {
                Files.deleteIfExists(store);
                Files.delete(workplace);
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new InvalidInputException("cannot make certificates in " + directory + ": " + e.getMessage(), e);
        }
    }

    /** The JDK can make certificates only through its tool. */
    private static void generate(Path store) throws IOException {
        String name = "CN=Interleave " + UUID.randomUUID();
        keytool(store, AUTHORITY, name + " authority", "-ext", "bc:c=ca:true", "-ext", "ku:c=keyCertSign");
        keytool(store, NODE, name + " node", "-signer", AUTHORITY, "-ext", "eku=serverAuth,clientAuth");
    }

    private static void keytool(Path store, String alias, String name, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD,
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                VALID_DAYS,
                "-alias",
                alias,
                "-dname",
                name));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool said: " + said.strip().replace('\n', ' '));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static void split(KeyStore both, Path directory) throws IOException, GeneralSecurityException {
        Certificate authority = both.getCertificate(AUTHORITY);
        KeyStore node = empty();
        move(both, NODE, node);
        node.setCertificateEntry(AUTHORITY, authority);
        KeyStore own = empty();
        move(both, AUTHORITY, own);
        write(node, directory.resolve(NODE_FILE));
        write(own, directory.resolve(AUTHORITY_FILE));
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static void move(KeyStore from, String alias, KeyStore to) throws GeneralSecurityException {
        PrivateKey key = (PrivateKey) from.getKey(alias, PASSWORD.toCharArray());
        to.setKeyEntry(alias, key, PASSWORD.toCharArray(), from.getCertificateChain(alias));
    }

    private static void write(KeyStore store, Path file) throws IOException, GeneralSecurityException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }
}
