package org.interleave.processes.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.interleave.core.InvalidInputException;
import org.interleave.testkit.machine.Needs;
import org.interleave.testkit.machine.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What certificates are for, who trusts whom, and whose files they are. */
class CertificatesTest {

    private static final String PROCESS_OF_NOBODY = "65534";

    @TempDir
    private Path directory;

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void permit(Path path, String permissions) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void areForBothSidesOfTlsAndTheirAuthorityForSigningThemOnly() throws Exception {
        CertificateAuthority authority = new CertificateAuthority(Duration.ofDays(7));
        X509Certificate node = CertificateAuthority.certificate(authority.forNodes());
        X509Certificate root = (X509Certificate) authority.own().getCertificate("authority");
        assertThat(node.getExtendedKeyUsage()).containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(node.getBasicConstraints()).as("no authority").isNegative();
        assertThat(root.getBasicConstraints())
                .as("an authority of nodes, not of authorities")
                .isZero();
        boolean[] signs = new boolean[9];
        signs[5] = true;
        assertThat(root.getKeyUsage()).containsExactly(signs);
        boolean[] shows = new boolean[9];
        shows[0] = true;
        assertThat(node.getKeyUsage()).containsExactly(shows);
        assertThat(((ECPublicKey) node.getPublicKey())
                        .getParams()
                        .getCurve()
                        .getField()
                        .getFieldSize())
                .isEqualTo(256);
        node.verify(root.getPublicKey());
        assertThat(Duration.between(Instant.now(), node.getNotAfter().toInstant()))
                .isBetween(Duration.ofDays(6), Duration.ofDays(7));
        assertThat(node.getNotBefore().toInstant())
                .as("for clocks that are late")
                .isBefore(Instant.now().minus(Duration.ofHours(23)));
    }

    @Test
    void areTrustedByWhoHasThoseOfTheSameAuthorityAndByNobodyElse() throws SSLException {
        Certificates ours = Certificates.temporary();
        Certificates handedOver = Certificates.decoded(ours.encoded());
        handshake(ours, handedOver);
        handshake(handedOver, ours);
        Certificates theirs = Certificates.temporary();
        assertThatThrownBy(() -> handshake(ours, theirs)).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> handshake(theirs, ours)).isInstanceOf(SSLException.class);
    }

    private static void handshake(Certificates caller, Certificates called) throws SSLException {
        SSLEngine client = caller.context().createSSLEngine();
        client.setUseClientMode(true);
        SSLEngine server = called.context().createSSLEngine();
        server.setUseClientMode(false);
        server.setNeedClientAuth(true);
        ByteBuffer toServer = ByteBuffer.allocate(1 << 16).limit(0);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 16).limit(0);
        client.beginHandshake();
        server.beginHandshake();
        while (shakes(client) || shakes(server)) {
            step(client, toClient, toServer);
            step(server, toServer, toClient);
        }
    }

    private static boolean shakes(SSLEngine engine) {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void step(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> {
                out.compact();
                engine.wrap(ByteBuffer.allocate(0), out);
                out.flip();
            }
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> engine.unwrap(in, ByteBuffer.allocate(1 << 16));
            default -> {}
        }
    }

    @Test
    void areForTheirOwnerOnlyAndNeverOverwritten() throws IOException {
        Path own = directory.resolve("own");
        Certificates.create(own);
        assertThat(permissions(own)).isEqualTo("rwx------");
        assertThat(names(own)).containsExactly(Certificates.AUTHORITY_FILE, Certificates.NODE_FILE);
        for (String name : names(own)) {
            assertThat(permissions(own.resolve(name))).isEqualTo("rw-------");
        }
        assertThatThrownBy(() -> Certificates.create(own))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("is there already");
        Certificates.load(own);
    }

    @ParameterizedTest
    @CsvSource({
        "rw-r-----, rwx------, others may use #/node.p12 (chmod go-rwx #/node.p12)",
        "rw-----w-, rwx------, others may use #/node.p12 (chmod go-rwx #/node.p12)",
        "rw-------, rwxrwx---, others may write to # (chmod go-w #)",
        "rw-------, rwxrwxrwx, others may write to # (chmod go-w #)",
    })
    void areRefusedIfOthersCanReadOrReplaceThem(String ofFile, String ofDirectory, String refusal) throws IOException {
        Path open = directory.resolve("open");
        Certificates.create(open);
        permit(open.resolve(Certificates.NODE_FILE), ofFile);
        permit(open, ofDirectory);
        assertThatThrownBy(() -> Certificates.load(open))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage(refusal.replace("#", open.toString()));
    }

    @Needs(Resource.ROOT)
    @Test
    void areRefusedIfTheyBelongToSomebodyElse() throws IOException, InterruptedException {
        Path theirs = directory.resolve("theirs");
        Certificates.create(theirs);
        giveAway(theirs.resolve(Certificates.NODE_FILE));
        assertThatThrownBy(() -> Certificates.load(theirs))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("node.p12 belongs to somebody else, user ");
        Path place = directory.resolve("place");
        UserCertificates.obtain(place);
        giveAway(place.resolve("certificates"));
        assertThatThrownBy(() -> UserCertificates.obtain(place))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("place/certificates belongs to somebody else, user ");
    }

    private static void giveAway(Path path) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("chown", PROCESS_OF_NOBODY, path.toString()).start();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void areRefusedOnceTheyHaveExpired() throws Exception {
        Path old = Files.createDirectory(directory.resolve("old"));
        permit(old, "rwx------");
        CertificateAuthority authority = new CertificateAuthority(Duration.ofHours(-1));
        Certificates.write(authority.forNodes(), old, Certificates.NODE_FILE);
        assertThatThrownBy(() -> Certificates.load(old))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("node.p12 has expired, on ")
                .hasMessageContaining("remove it and make a new one");
    }

    @ParameterizedTest
    @CsvSource({
        "'', /home/ada, /home/ada/.config/interleave",
        "/etc/ada, /home/ada, /etc/ada/interleave",
        "etc, /home/ada, /home/ada/.config/interleave",
        "/etc/ada, ?, /etc/ada/interleave",
    })
    void ofAUserAreInTheConfigurationDirectory(String configuration, String home, String place) {
        assertThat(UserCertificates.place(configuration, home)).isEqualTo(Path.of(place));
    }

    @Test
    void ofAUserNeedAHomeThatCanBeWritten() {
        assertThatThrownBy(() -> UserCertificates.place("", "?"))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("you have no home directory")
                .hasMessageContaining("--new-certificates DIR")
                .hasMessageContaining("--certificates DIR");
        assertThatThrownBy(() -> UserCertificates.obtain(Path.of("/proc/nowhere/interleave")))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot make certificates of your own in /proc/nowhere/interleave/certificates: ")
                .hasMessageContaining("--new-certificates DIR");
    }

    private static BigInteger serial(Path place) throws Exception {
        return UserCertificates.obtain(place).certificate().getSerialNumber();
    }

    @Test
    void ofAUserAreMadeOnceHoweverManyNeedThemAtOnce() throws Exception {
        Path place = directory.resolve("config/interleave");
        Set<BigInteger> serials = new HashSet<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<BigInteger>> all = IntStream.range(0, 8)
                    .mapToObj(index -> threads.submit(() -> serial(place)))
                    .toList();
            for (Future<BigInteger> each : all) {
                serials.add(each.get());
            }
        }
        assertThat(serials).hasSize(1);
        assertThat(names(place)).containsExactly("certificates");
        assertThat(permissions(place)).isEqualTo("rwx------");
        assertThat(permissions(place.resolve("certificates"))).isEqualTo("rwx------");
        assertThat(names(place.resolve("certificates")))
                .as("nobody can make more of them")
                .containsExactly(Certificates.NODE_FILE);
        assertThat(permissions(place.resolve("certificates/node.p12"))).isEqualTo("rw-------");
    }

    @Test
    void ofAUserAreRefusedIfOthersMayLookAtThemOrReplaceThem() throws IOException {
        UserCertificates.obtain(directory);
        permit(directory.resolve("certificates"), "rwx--x--x");
        assertThatThrownBy(() -> UserCertificates.obtain(directory))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("others may use " + directory + "/certificates (chmod go-rwx ");
        permit(directory.resolve("certificates"), "rwx------");
        permit(directory, "rwx-w----");
        assertThatThrownBy(() -> UserCertificates.obtain(directory))
                .isInstanceOf(InvalidInputException.class)
                .hasMessage("others may write to " + directory + " (chmod go-w " + directory + ")");
    }

    @Test
    void whatAKilledProcessLeftUnfinishedIsRemoved() throws IOException {
        Path left = Files.createDirectory(directory.resolve("unfinished-1"));
        Files.createFile(left.resolve("node.p12.new"));
        Path now = Files.createDirectory(directory.resolve("unfinished-2"));
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        UserCertificates.obtain(directory);
        assertThat(left).doesNotExist();
        assertThat(now).exists();
    }
}
