package io.flames.prompt.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.Immutable;

@Entity
@Immutable
@Table(name = "release")
class ReleaseEntity {
    @Id
    UUID id;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    @JoinColumn(name = "set_id")
    PromptSetEntity set;

    @Column(nullable = false)
    int number;

    @Column(nullable = false)
    String digest;

    @Column(name = "prompt_count", nullable = false)
    int promptCount;

    @Column(name = "published_at", nullable = false)
    Instant publishedAt;

    protected ReleaseEntity() {}

    ReleaseEntity(StoredRelease release, PromptSetEntity set) {
        this.id = release.id();
        this.set = set;
        this.number = release.number();
        this.digest = release.digest();
        this.promptCount = release.promptCount();
        this.publishedAt = release.publishedAt();
    }

    /** The set must have been fetched. */
    StoredRelease stored() {
        return new StoredRelease(id, set.id, set.name, number, digest, promptCount, publishedAt);
    }
}
