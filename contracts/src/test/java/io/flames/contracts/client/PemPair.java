package io.flames.contracts.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A self-signed certificate and its key as PEM files, made by the keytool of the JDK that runs the test. */
record PemPair(Path certificate, Path key) {
    private static final String PASSWORD = "changeit";

    /** @param alternative the name that it is for, such as {@code dns:localhost} */
    static PemPair make(Path folder, String name, String alternative)
            throws IOException, GeneralSecurityException, InterruptedException {
        var store = folder.resolve(name + ".p12");
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=" + alternative,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .inheritIO()
                .start();
        if (made.waitFor() != 0) {
            throw new IOException("keytool ended with " + made.exitValue());
        }
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        var pair = new PemPair(folder.resolve(name + ".pem"), folder.resolve(name + ".key"));
        write(pair.certificate(), "CERTIFICATE", keys.getCertificate(name).getEncoded());
        write(
                pair.key(),
                "PRIVATE KEY",
                keys.getKey(name, PASSWORD.toCharArray()).getEncoded());
        return pair;
    }

    private static void write(Path file, String kind, byte[] der) throws IOException {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        Files.writeString(file, "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n");
    }
}
