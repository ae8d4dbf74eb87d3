package org.interleave.core.catalog;

/**
 * A class that is named as a provider of a service.
 *
 * @param service the name of the service's type
 * @param type the class's name
 */
public record ProviderName(String service, String type) {}
