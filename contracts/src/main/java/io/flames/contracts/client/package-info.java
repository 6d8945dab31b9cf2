/** The client's side of the scoring protocol: addresses, TLS, several replicas, waits that the service asks for. */
@NullMarked
package io.flames.contracts.client;

import org.jspecify.annotations.NullMarked;
