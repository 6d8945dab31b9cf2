package io.flames.scoring;

import io.smallrye.config.WithDefault;
import java.util.Optional;

/** {@code flames.scoring.scorers.NAME.kserve.tls.*}. */
public interface KserveTlsSettings {
    /** Connect with TLS. Default false: plaintext. */
    @WithDefault("false")
    boolean enabled();

    /** PEM file of the authorities that sign the servers' certificates. Default: those of the JDK. */
    Optional<String> ca();

    /** PEM file of our own certificate chain, for servers that ask for one (mTLS). Default: none. */
    Optional<String> cert();

    /** PEM file of its private key, PKCS 8, not encrypted. Default: none. */
    Optional<String> key();
}
