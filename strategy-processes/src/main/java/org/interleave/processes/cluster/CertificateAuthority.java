package org.interleave.processes.cluster;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A new certificate authority, which certifies one key for nodes and their clients. The keys are on the curve P-256. The
 * authority's may sign certificates and nothing else, and none of other authorities; a node's serves both sides of TLS and
 * signs no certificates.
 */
final class CertificateAuthority {

    /** The format of key stores asks for one. Files' permissions protect them: a password beside them would add nothing. */
    private static final char[] PASSWORD = "interleave".toCharArray();

    private static final String AUTHORITY = "authority";
    private static final String NODE = "node";

    /** The clocks of two machines may differ. */
    private static final Duration BACKDATED = Duration.ofDays(1);

    private static final int SERIAL_BITS = 120;

    private final Instant now = Instant.now();
    private final SecureRandom random = new SecureRandom();
    private final String name = "CN=Interleave " + UUID.randomUUID() + " ";
    private final Duration validity;
    private final KeyPair keys;
    private final X509Certificate certificate;

    /**
     * A new authority, with keys of its own.
     *
     * @param validity how long certificates are valid from now on, its own included
     */
    CertificateAuthority(Duration validity) throws IOException, GeneralSecurityException {
        this.validity = validity;
        keys = newKeys();
        X509v3CertificateBuilder builder = builder(AUTHORITY, keys.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign));
        certificate = sign(builder);
    }

    private static KeyPair newKeys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private X509v3CertificateBuilder builder(String subject, PublicKey key)
            throws IOException, GeneralSecurityException {
        X509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Principal(name + AUTHORITY),
                new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
                Date.from(now.minus(BACKDATED)),
                Date.from(now.plus(validity)),
                new X500Principal(name + subject),
                key);
        JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
        builder.addExtension(
                Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(keys.getPublic()));
        return builder;
    }

    private X509Certificate sign(X509v3CertificateBuilder builder) throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    /** A key store for nodes and their clients: a new key, its certificate, and the authority's certificate. */
    KeyStore forNodes() throws IOException, GeneralSecurityException {
        KeyPair node = newKeys();
        X509v3CertificateBuilder builder = builder(NODE, node.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        KeyPurposeId[] purposes = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes));
        KeyStore store = store(NODE, node.getPrivate(), sign(builder), certificate);
        store.setCertificateEntry(AUTHORITY, certificate);
        return store;
    }

    /** A key store with the authority's own key, with which more keys can be certified. */
    KeyStore own() throws IOException, GeneralSecurityException {
        return store(AUTHORITY, keys.getPrivate(), certificate);
    }

    private static KeyStore store(String alias, PrivateKey key, X509Certificate... chain)
            throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry(alias, key, PASSWORD, chain);
        return store;
    }

    /** The certificate of the key in a store for nodes. */
    static X509Certificate certificate(KeyStore store) throws GeneralSecurityException {
        if (store.getCertificate(NODE) instanceof X509Certificate certificate) {
            return certificate;
        }
        throw new GeneralSecurityException("it holds no key of a node");
    }

    /** The password of the stores. */
    static char[] password() {
        return PASSWORD.clone();
    }
}
