package io.flames.annotation.label;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Spans as the database keeps them: JSON {@code [{"start":0,"end":4}]}. */
@ApplicationScoped
public class Spans {
    private final ObjectMapper json;

    Spans(ObjectMapper json) {
        this.json = json;
    }

    public String write(List<Span> spans) {
        try {
            return json.writeValueAsString(spans);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public List<Span> read(String stored) {
        try {
            return List.of(json.readValue(stored, Span[].class));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
