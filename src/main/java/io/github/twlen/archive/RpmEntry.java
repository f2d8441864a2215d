package io.github.twlen.archive;

/**
 * A file of a source RPM, as its header lists it.
 *
 * @param name without any folder
 * @param size in bytes
 * @param digest hexadecimal, in the algorithm of the package; empty for none
 * @param spec whether it is the spec
 */
public record RpmEntry(String name, long size, String digest, boolean spec) {}
