/** One port in front of the services, routing by path prefix as an Ingress would. */
@NullMarked
package io.flames.local.gateway;

import org.jspecify.annotations.NullMarked;
