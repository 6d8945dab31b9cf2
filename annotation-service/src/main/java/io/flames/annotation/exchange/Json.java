package io.flames.annotation.exchange;

import java.util.List;
import java.util.Map;

/** A JSON value that knows where it stands. */
sealed interface Json {
    Place place();

    /** For messages. */
    String kind();

    record Obj(Place place, Map<String, Json> fields) implements Json {
        @Override
        public String kind() {
            return "an object";
        }
    }

    record Arr(Place place, List<Json> values) implements Json {
        @Override
        public String kind() {
            return "an array";
        }
    }

    record Text(Place place, String value) implements Json {
        @Override
        public String kind() {
            return "a string";
        }
    }

    /** @param value as it is written */
    record Num(Place place, String value) implements Json {
        @Override
        public String kind() {
            return "a number";
        }
    }

    record Bool(Place place, boolean value) implements Json {
        @Override
        public String kind() {
            return "a boolean";
        }
    }

    record Null(Place place) implements Json {
        @Override
        public String kind() {
            return "null";
        }
    }
}
