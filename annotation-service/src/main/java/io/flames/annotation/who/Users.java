package io.flames.annotation.who;

import io.flames.annotation.AnnotationConfig;
import io.quarkus.elytron.security.common.BcryptUtil;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Those who may log in by a password: the users file, read again when it changes. A file that does not parse ends the
 * start; one that stops parsing later leaves the users as they were and says so in the log. Where people log in by OpenID
 * Connect there are none, unless both are asked for.
 */
@ApplicationScoped
public class Users {
    private static final Logger LOG = Logger.getLogger(Users.class);
    private static final int PASSWORD_BYTES = 12;

    private final Optional<Path> file;
    private final boolean elsewhere;
    private final List<String> create;
    private volatile @Nullable Loaded loaded;

    Users(
            AnnotationConfig config,
            @ConfigProperty(name = "quarkus.oidc.tenant-enabled", defaultValue = "false") boolean openIdConnect) {
        this.elsewhere = openIdConnect && !config.passwordsBesideOidc();
        this.file = config.usersFile();
        this.create = config.createUsers().orElse(List.of());
    }

    void start(@Observes StartupEvent event) {
        if (elsewhere) {
            LOG.info("people log in by OpenID Connect, the users file is not read");
            return;
        }
        if (file.isEmpty()) {
            LOG.warn("no users file is set: nobody can log in by a password (flames.annotation.users-file)");
            return;
        }
        createMissing(file.get());
        loaded = load(file.get());
    }

    /** Empty where there is none of that name. */
    Optional<User> byName(String name) {
        return Optional.ofNullable(users().get(name));
    }

    private Map<String, User> users() {
        var known = loaded;
        if (elsewhere || file.isEmpty() || known == null) {
            return Map.of();
        }
        try {
            if (!Files.getLastModifiedTime(file.get()).equals(known.modified())) {
                known = load(file.get());
                loaded = known;
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException unreadable) {
            LOG.warnf("users file can't be read, users stay as they were reason=%s", unreadable.getMessage());
        }
        return known.users();
    }

    private static Loaded load(Path file) {
        try {
            var modified = Files.getLastModifiedTime(file);
            return new Loaded(modified, UsersFile.parse(Files.readAllLines(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("users file can't be read: " + file, e);
        }
    }

    private void createMissing(Path file) {
        if (create.isEmpty() || Files.exists(file)) {
            return;
        }
        var hashes = new ArrayList<String>();
        var passwords = new ArrayList<String>();
        for (var each : create) {
            var user = UsersFile.nameAndRoles(each);
            var password = randomPassword();
            var roles = user.getValue().stream().map(Role::roleName).sorted().collect(Collectors.joining(","));
            hashes.add(user.getKey() + ":" + roles + ":" + BcryptUtil.bcryptHash(password));
            passwords.add(user.getKey() + ":" + password);
        }
        write(file.resolveSibling(file.getFileName() + ".passwords"), passwords);
        write(file, hashes);
        LOG.infof("users created users=%d passwords=%s.passwords", create.size(), file);
    }

    /** Readable by the owner alone from the first byte on. */
    private static void write(Path file, List<String> lines) {
        try {
            var folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(file, lines, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("users file can't be written: " + file, e);
        }
    }

    private static String randomPassword() {
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private record Loaded(FileTime modified, Map<String, User> users) {}
}
