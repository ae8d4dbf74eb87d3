package org.interleave.workbench.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/**
 * A script or a style sheet that stands in a page, where the page's content security policy has to name it.
 *
 * @param text all of it
 */
public record InlineSource(String text) {

    /** A resource that lies beside a class. */
    public static InlineSource of(Class<?> beside, String name) {
        try (InputStream resource = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
            return new InlineSource(new String(resource.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + name, e);
        }
    }

    /** Its SHA-256, as a content security policy names it. */
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
