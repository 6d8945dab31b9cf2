package io.flames.annotation.who;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.elytron.security.common.BcryptUtil;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks passwords against bcrypt hashes. Bcrypt is slow by design, and programs send the password with every request:
 * what matched is remembered for a while, as a keyed digest of password and hash under a key that only this process has.
 */
@ApplicationScoped
class Passwords {
    private static final String NOBODYS_HASH = BcryptUtil.bcryptHash("nobody");
    private static final int MOST_REMEMBERED = 1000;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final Cache<String, Boolean> matched = Caffeine.newBuilder()
            .maximumSize(MOST_REMEMBERED)
            .expireAfterWrite(Duration.ofMinutes(10))
            .build();

    Passwords() {
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    boolean matches(char[] password, User user) {
        var digest = digest(password, user.passwordHash());
        if (matched.getIfPresent(digest) != null) {
            return true;
        }
        boolean matches = BcryptUtil.matches(new String(password), user.passwordHash());
        if (matches) {
            matched.put(digest, true);
        }
        return matches;
    }

    /** As slow as a wrong password, so that the time does not tell which names there are. */
    void refuse(char[] password) {
        BcryptUtil.matches(new String(password), NOBODYS_HASH);
    }

    private String digest(char[] password, String hash) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(hash.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(new String(password).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
