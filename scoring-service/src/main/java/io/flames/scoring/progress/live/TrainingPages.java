package io.flames.scoring.progress.live;

import io.flames.scoring.golden.Weights;
import io.flames.scoring.progress.store.TrainingsAwayException;
import io.flames.scoring.registry.Registry;
import io.flames.scoring.registry.store.RegistryAwayException;
import io.flames.scoring.registry.store.StoredVersion;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;

/** The pages /scorers/trainings and /scorers/trainings/{id}. */
@Path(TrainingView.PAGES)
@Produces(MediaType.TEXT_HTML)
@Blocking
public class TrainingPages {
    private final Trainings trainings;
    private final Registry registry;

    TrainingPages(Trainings trainings, Registry registry) {
        this.trainings = trainings;
        this.registry = registry;
    }

    @GET
    public TemplateInstance trainings() {
        try {
            var cards = trainings.newest().stream().map(TrainingCard::of).toList();
            return Templates.trainings(cards, cards.stream().anyMatch(TrainingCard::live), false);
        } catch (TrainingsAwayException away) {
            return Templates.trainings(List.of(), false, true);
        }
    }

    @GET
    @Path("{id}")
    public RestResponse<TemplateInstance> training(String id) {
        try {
            return find(id).map(view -> RestResponse.ok(Templates.training(TrainingCard.of(view), registered(view))))
                    .orElseGet(
                            () -> RestResponse.status(RestResponse.Status.NOT_FOUND, Templates.trainingMissing(false)));
        } catch (TrainingsAwayException away) {
            return RestResponse.status(RestResponse.Status.SERVICE_UNAVAILABLE, Templates.trainingMissing(true));
        }
    }

    private Optional<TrainingView> find(String id) {
        try {
            return trainings.find(TrainingResource.id(id));
        } catch (IllegalArgumentException noId) {
            return Optional.empty();
        }
    }

    /** Labels of the versions that the training's heads were registered as. */
    private List<String> registered(TrainingView view) {
        var heads = view.snapshot().headsDigest();
        if (heads == null || !registry.isThere()) {
            return List.of();
        }
        try {
            return registry.withFile(Weights.HEADS, heads).stream()
                    .map(StoredVersion::label)
                    .toList();
        } catch (RegistryAwayException away) {
            return List.of();
        }
    }

    @CheckedTemplate
    static class Templates {
        /**
         * @param live whether one of them may have news: then the page looks again by itself
         * @param away the database does not answer
         */
        static native TemplateInstance trainings(List<TrainingCard> trainings, boolean live, boolean away);

        /** @param registered labels of the versions that came of it */
        static native TemplateInstance training(TrainingCard training, List<String> registered);

        static native TemplateInstance trainingMissing(boolean away);
    }
}
