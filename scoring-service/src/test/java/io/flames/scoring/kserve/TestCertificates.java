package io.flames.scoring.kserve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and certificates that it signed, made with the JDK's keytool, as PEM files. */
final class TestCertificates {
    private static final String PASSWORD = "changeit";

    private final Path folder;

    /** Makes the authority {@code ca}. */
    TestCertificates(Path folder) throws Exception {
        this.folder = folder;
        keytool("-genkeypair", "-alias", "ca", "-keyalg", "EC", "-dname", "CN=test authority", "-ext", "bc:c");
        Files.write(certificate("ca"), List.of(keytool("-exportcert", "-rfc", "-alias", "ca")));
    }

    /** A key and a certificate of it for localhost, signed by the authority. */
    void issue(String name) throws Exception {
        keytool("-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=" + name);
        Path request = folder.resolve(name + ".csr");
        Files.writeString(request, keytool("-certreq", "-alias", name));
        Files.writeString(
                certificate(name),
                keytool(
                        "-gencert",
                        "-rfc",
                        "-alias",
                        "ca",
                        "-ext",
                        "san=dns:localhost",
                        "-infile",
                        request.toString()));
        Files.writeString(key(name), pem(name));
    }

    private String pem(String name) throws Exception {
        var store = KeyStore.getInstance(folder.resolve("keys.p12").toFile(), PASSWORD.toCharArray());
        byte[] encoded = store.getKey(name, PASSWORD.toCharArray()).getEncoded();
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(encoded)
                + "\n-----END PRIVATE KEY-----\n";
    }

    Path certificate(String name) {
        return folder.resolve(name + ".crt");
    }

    Path key(String name) {
        return folder.resolve(name + ".key");
    }

    private String keytool(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "-keystore",
                folder.resolve("keys.p12").toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-validity",
                "2"));
        if (List.of("-exportcert", "-certreq").contains(arguments[0])) {
            command.removeAll(List.of("-validity", "2"));
        }
        var process = new ProcessBuilder(command)
                .redirectError(folder.resolve("keytool.log").toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(
                    "keytool " + arguments[0] + ": " + output + Files.readString(folder.resolve("keytool.log")));
        }
        return output;
    }
}
