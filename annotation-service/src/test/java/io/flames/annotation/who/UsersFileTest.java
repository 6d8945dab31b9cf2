package io.flames.annotation.who;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class UsersFileTest {
    private static final String HASH = "$2a$10$" + "a".repeat(53);

    @Test
    void aLineIsAPersonWithRoles() {
        var users = UsersFile.parse(List.of("# people", "", "anna:annotator:" + HASH, "陈:annotator,lead:" + HASH));

        assertThat(users.keySet()).containsExactly("anna", "陈");
        assertThat(users.get("anna")).extracting(User::roles).isEqualTo(java.util.Set.of(Role.ANNOTATOR));
        assertThat(users.get("陈")).extracting(User::roles).isEqualTo(java.util.Set.of(Role.ANNOTATOR, Role.LEAD));
    }

    @Test
    void whatIsWrongIsNamedByItsLineAndNeverShown() {
        for (var line : List.of(
                "anna:annotator:secret",
                "anna:boss:" + HASH,
                "anna:" + HASH,
                "an na:annotator:" + HASH,
                "import/x:annotator:" + HASH,
                ":annotator:" + HASH,
                "anna:annotator:" + HASH + ":more")) {
            assertThatThrownBy(() -> UsersFile.parse(List.of("", line)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("line 2")
                    .hasMessageNotContaining("secret")
                    .hasMessageNotContaining(HASH);
        }
        assertThatThrownBy(() -> UsersFile.parse(List.of("anna:lead:" + HASH, "anna:annotator:" + HASH)))
                .hasMessageContaining("line 2")
                .hasMessageContaining("twice");
    }
}
