package io.flames.annotation.label;

/**
 * How long the label of a gold item can be revised: as long as one of any other item in its place could. An own label that
 * closed at another time than those around it would tell that the item is a gold one.
 */
final class GoldWindow {
    private GoldWindow() {}

    /**
     * SQL: whether the labelled gold slot {@code s} is open to revision. Its twin is the item without a known label that
     * they labelled last before it in the campaign, or first after it. The gold item closes as if its second label had come
     * when the twin's came: before the own one (the window begins with the own label), or later, by up to one window more,
     * drawn from the slot's id. With every revision the window begins anew.
     *
     * @param window parameter of the revision window in milliseconds, such as {@code $2}
     */
    static String open(String window) {
        return OPEN.replace(":window", "(" + window + "::bigint * interval '1 millisecond')");
    }

    private static final String OPEN =
            """
            coalesce(s.role = 3 AND s.labelled AND (
                (SELECT max(h.labelled_at) FROM label_history h WHERE h.token = s.token) + :window > clock_timestamp()
                OR coalesce((
                   SELECT NOT o.labelled OR (o.labelled_at > t.labelled_at AND clock_timestamp() < o.labelled_at
                          + :window * (1 + ('x' || substr(md5(s.id::text), 1, 8))::bit(32)::bigint / 4294967296::float8))
                     FROM slot t JOIN slot o ON o.item_id = t.item_id AND o.role < 2 AND o.id <> t.id
                    WHERE t.campaign_id = s.campaign_id AND t.annotator_id = s.annotator_id AND t.role < 2 AND t.labelled
                    ORDER BY t.labelled_at > s.labelled_at, abs(extract(epoch FROM t.labelled_at - s.labelled_at))
                    LIMIT 1), true)), false)""";
}
