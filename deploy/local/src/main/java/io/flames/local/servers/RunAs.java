package io.flames.local.servers;

import io.flames.local.process.LocalStackException;
import io.flames.local.process.Programs;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How PostgreSQL is started by root, which it refuses to run as: in a user namespace of its own, where files stay
 * owned by the same user, or, where that is not permitted (containers), as the user {@code nobody}, to whom its folder
 * is given.
 *
 * @param prefix what is put before the command line
 * @param owner whom the data folder must belong to; empty when it stays as it is
 */
record RunAs(List<String> prefix, String owner) {
    private static final RunAs SELF = new RunAs(List.of(), "");
    private static final RunAs OWN_NAMESPACE = new RunAs(List.of("unshare", "-U"), "");
    private static final RunAs NOBODY =
            new RunAs(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), "65534:65534");

    /** @throws LocalStackException when this machine offers no way, saying so in one line */
    static RunAs forThisUser() {
        if (!"root".equals(System.getProperty("user.name"))) {
            return SELF;
        }
        if (OWN_NAMESPACE.works(List.of("true"))) {
            return OWN_NAMESPACE;
        }
        if (NOBODY.works(List.of("true"))) {
            return NOBODY;
        }
        throw new LocalStackException("PostgreSQL does not run as root, and neither `unshare -U` nor `setpriv` works"
                + " here: start Flames as another user");
    }

    /** Gives the folder away when that is this machine's way, and checks that the programs can be reached then. */
    void prepare(Path folder, String program) {
        if (owner.isEmpty()) {
            return;
        }
        if (!Programs.succeeds(List.of("chown", "-R", owner, folder.toString()))
                || !works(List.of("test", "-x", program))
                || !works(List.of("test", "-w", folder.toString()))) {
            throw new LocalStackException("PostgreSQL runs as the user nobody here, who cannot reach " + folder
                    + ": choose a data folder outside of root's home");
        }
    }

    private boolean works(List<String> command) {
        return Programs.succeeds(
                Stream.concat(prefix.stream(), command.stream()).toList());
    }
}
