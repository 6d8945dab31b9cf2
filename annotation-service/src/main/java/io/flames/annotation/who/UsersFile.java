package io.flames.annotation.who;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads lines {@code name:role[,role]:bcrypt hash}; blank lines and those that start with # are passed over. Pure. */
final class UsersFile {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._@-]{1,100}");
    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$\\d{2}\\$[./A-Za-z0-9]{53}");

    private UsersFile() {}

    /**
     * By name, in the file's order.
     *
     * @throws IllegalArgumentException names line and field, and never what stands there
     */
    static Map<String, User> parse(List<String> lines) {
        var users = new LinkedHashMap<String, User>();
        for (int i = 0; i < lines.size(); i++) {
            var line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            var user = user(line, i + 1);
            if (users.put(user.name(), user) != null) {
                throw wrong(i + 1, "the name comes twice");
            }
        }
        return users;
    }

    /** {@code name:role[,role]}, as in the setting that creates users. */
    static Map.Entry<String, Set<Role>> nameAndRoles(String text) {
        var parts = text.strip().split(":", -1);
        if (parts.length != 2 || !NAME.matcher(parts[0]).matches()) {
            throw new IllegalArgumentException("users to create are written name:role, with commas between them");
        }
        return Map.entry(parts[0], roles(parts[1], 0));
    }

    private static User user(String line, int number) {
        var parts = line.split(":", -1);
        if (parts.length != 3) {
            throw wrong(number, "expected name:role[,role]:bcrypt hash");
        }
        if (!NAME.matcher(parts[0]).matches()) {
            throw wrong(number, "a name has 1 to 100 letters, digits and . _ @ -");
        }
        if (!HASH.matcher(parts[2]).matches()) {
            throw wrong(number, "the third field is not a bcrypt hash ($2a$, $2b$ or $2y$)");
        }
        return new User(parts[0], roles(parts[1], number), parts[2]);
    }

    private static Set<Role> roles(String names, int number) {
        var roles = EnumSet.noneOf(Role.class);
        for (var name : names.split(",", -1)) {
            roles.add(Role.byName(name.strip()).orElseThrow(() -> wrong(number, "roles are annotator and lead")));
        }
        return roles;
    }

    private static IllegalArgumentException wrong(int line, String why) {
        return new IllegalArgumentException("users file, line " + line + ": " + why);
    }
}
