package io.flames.scoring.train.full;

import io.flames.scoring.dataset.DataSet;
import io.flames.scoring.dataset.Item;
import io.flames.scoring.dataset.Part;
import io.flames.scoring.judgement.LabelledText;
import io.flames.scoring.onnx.EncoderFiles;
import io.flames.scoring.onnx.InputTemplate;
import io.flames.scoring.onnx.WordPiece;
import java.io.PrintStream;
import java.util.List;

/** The answers of a data set that the encoder has an input for; the others are unscorable in service too. */
final class ReadableTexts {
    private final DataSet data;
    private final WordPiece wordPiece =
            WordPiece.of(EncoderFiles.load(EncoderFiles.Variant.FP32).tokenizerJson());

    ReadableTexts(DataSet data) {
        this.data = data;
    }

    List<LabelledText> of(Part part) {
        return data.of(part).stream()
                .map(Item::labelled)
                .filter(this::isReadable)
                .toList();
    }

    private boolean isReadable(LabelledText text) {
        return wordPiece.ids(text.prompt()).length <= InputTemplate.PROMPT_LIMIT
                && wordPiece.ids(text.response()).length > 0;
    }

    /** Nothing where there are none. */
    void tellPassedOver(PrintStream out) {
        int passedOver = data.size();
        for (Part part : Part.values()) {
            passedOver -= of(part).size();
        }
        if (passedOver > 0) {
            out.println(passedOver + " answers are passed over: their prompt has more than "
                    + InputTemplate.PROMPT_LIMIT + " tokens, or they have no readable character");
        }
    }
}
