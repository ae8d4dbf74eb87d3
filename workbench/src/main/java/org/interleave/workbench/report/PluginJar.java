package org.interleave.workbench.report;

/**
 * A jar that was used as a plug-in.
 *
 * @param file its name, without the directory
 * @param sha256 the SHA-256 of its bytes, in lower-case hexadecimal
 */
public record PluginJar(String file, String sha256) {}
