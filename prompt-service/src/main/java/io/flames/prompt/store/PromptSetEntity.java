package io.flames.prompt.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "prompt_set")
class PromptSetEntity {
    @Id
    UUID id;

    @Column(nullable = false, unique = true)
    String name;

    @Column(nullable = false)
    String description;

    @Column(name = "created_at", nullable = false)
    Instant createdAt;

    protected PromptSetEntity() {}

    PromptSetEntity(StoredSet set) {
        this.id = set.id();
        this.name = set.name();
        this.description = set.description();
        this.createdAt = set.createdAt();
    }

    StoredSet stored() {
        return new StoredSet(id, name, description, createdAt);
    }
}
