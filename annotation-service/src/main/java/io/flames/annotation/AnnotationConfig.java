package io.flames.annotation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Everything that can be set in this service. The README's table documents each key. */
@ConfigMapping(prefix = "flames.annotation")
public interface AnnotationConfig {
    /**
     * File of those who may log in, one a line: {@code name:role[,role]:bcrypt hash}; roles are {@code annotator} and
     * {@code lead}. Read again when it changes. Without it nobody logs in by a password.
     */
    Optional<Path> usersFile();

    /**
     * Users to create at a start that finds no users file, {@code name:role} with commas between them. Their passwords are
     * drawn at random and written to {@code <users-file>.passwords}, readable by the owner alone.
     */
    Optional<List<String>> createUsers();

    /**
     * Whether the users file logs people and programs in where OpenID Connect does, too. Who is in both under one name is one
     * annotator then.
     */
    @WithDefault("false")
    boolean passwordsBesideOidc();

    /** Origins {@code scheme://host[:port]} besides the request's own host whose pages may change something here. */
    Optional<List<String>> publicOrigins();

    /**
     * What {@code /q/metrics} asks for as a bearer token; without it, it answers everyone who reaches the port. Its figures
     * move with single labels. A secret: from the environment or a mounted file.
     */
    Optional<String> metricsToken();

    /** Leased slots. */
    Leases leases();

    /** What a label may hold, and how long it can be taken back. */
    Labels labels();

    /** Campaigns. */
    Campaigns campaigns();

    /** What one person is asked to bear. */
    CareOfPeople care();

    /** What is said of how far annotators agree. */
    Agreement agreement();

    /** Publishing of committed events. */
    Outbox outbox();

    /** Taking in of topics. */
    Intake intake();

    interface Leases {
        /** How long a slot is held without a sign of life from the page. */
        @WithDefault("10m")
        Duration length();

        /** Slots that one person may hold at a time: the one that is read and the one that is loaded ahead. */
        @WithDefault("2")
        @Min(1)
        @Max(20)
        int perAnnotator();
    }

    interface Labels {
        /**
         * How long after its last needed label an item is still open to revision, before it is adjudicated or goes to the
         * third. Zero adjudicates at once.
         */
        @WithDefault("60s")
        Duration revisionWindow();

        /** How often items are looked for whose window has ended. */
        @WithDefault("1s")
        Duration settleInterval();

        /** Characters of a comment. */
        @WithDefault("4000")
        @Min(1)
        @Max(100000)
        int maxComment();

        /** Highlighted spans of a label. */
        @WithDefault("20")
        @Min(0)
        @Max(1000)
        int maxSpans();
    }

    interface Campaigns {
        /** Items that a campaign may have. */
        @WithDefault("100000")
        @Min(1)
        int maxItems();

        /** Share of gold items among what an annotator gets, where a campaign names none. */
        @WithDefault("0.05")
        @DecimalMin("0")
        @DecimalMax("0.5")
        double goldRate();

        /**
         * Gold items after which annotators are told how many of them were right, the day after the last. Told at once or in
         * smaller numbers, the figure would show which item it was that moved it.
         */
        @WithDefault("10")
        @Min(10)
        int goldBlock();
    }

    interface CareOfPeople {
        /** Labels after which a session ends. */
        @WithDefault("100")
        @Min(1)
        int itemsASession();

        /** Labels after which the day ends. */
        @WithDefault("300")
        @Min(1)
        int itemsADay();

        /** Own labels 1 in a row after which a break is due. */
        @WithDefault("10")
        @Min(1)
        int harmfulRun();

        /** Work without a pause after which a break is due. */
        @WithDefault("50m")
        Duration work();

        /** Pause that begins a new session. */
        @WithDefault("30m")
        Duration sessionBreak();

        /** Pause after a run of harmful items. */
        @WithDefault("5m")
        Duration harmfulBreak();

        /** Pause after long work. */
        @WithDefault("10m")
        Duration workBreak();

        /** Where a day begins, as an IANA zone. */
        @WithDefault("Asia/Shanghai")
        ZoneId zone();
    }

    interface Agreement {
        /** Krippendorff's alpha under which a dimension's guideline is flagged as ambiguous. */
        @WithDefault("0.667")
        @DecimalMin("-1")
        @DecimalMax("1")
        double threshold();

        /** Items with two labels under which no flag is raised. */
        @WithDefault("20")
        @Min(2)
        long minItems();

        /** Resamples of the bootstrap intervals. */
        @WithDefault("1000")
        @Min(200)
        @Max(100000)
        int resamples();

        /** Of the bootstrap: the same labels and seed give the same interval. */
        @WithDefault("20231109")
        long seed();
    }

    interface Outbox {
        /** Events that are published together. */
        @WithDefault("500")
        @Min(1)
        int batchSize();

        /** How often the outbox is looked at when nothing woke the relay. */
        @WithDefault("500ms")
        Duration pollInterval();
    }

    interface Intake {
        /** First wait after a fault of database or broker, doubled up to {@code retry-max}. */
        @WithDefault("200ms")
        Duration retryFirst();

        /** Longest wait after a fault of database or broker. */
        @WithDefault("10s")
        Duration retryMax();
    }
}
