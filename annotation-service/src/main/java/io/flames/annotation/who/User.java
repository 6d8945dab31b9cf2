package io.flames.annotation.who;

import java.util.Set;

/**
 * Somebody who may log in by a password.
 *
 * @param passwordHash bcrypt, in the modular crypt format ({@code $2a$10$...})
 */
record User(String name, Set<Role> roles, String passwordHash) {
    User {
        roles = Set.copyOf(roles);
    }

    /** Neither hash nor name is for a log. */
    @Override
    public String toString() {
        return "User";
    }
}
