package io.flames.scoring.calibrate;

import io.flames.scoring.onnx.Device;
import io.flames.scoring.onnx.EncoderFiles.Variant;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Command line of {@link CalibrateMain}.
 *
 * @param seconds that measuring may take, roughly
 */
record CalibrateOptions(
        Device device, int deviceId, Variant variant, Optional<Path> weights, Path out, int seconds, boolean help) {
    static final String USAGE =
            """
            usage: calibrate [--out FILE] [--seconds N] [--device D] [--device-id N] [--variant V] [--weights DIR]
            Measures what the onnx scorer does on this machine and writes the profile that its queue is planned by.
              --out FILE       where the profile goes (default: flames-profile.json)
              --seconds N      time to measure, roughly, 5 or more (default: 60); more time, less chance
              --device D       cpu, cuda or tensorrt (default: cpu)
              --device-id N    number of the accelerator (default: 0)
              --variant V      int8 or fp32 (default: int8 on a CPU, fp32 elsewhere)
              --weights DIR    heads other than the shipped ones
            Leave the machine alone meanwhile: what else runs is measured too.

            examples:
              ./flames scorer calibrate
              ./flames scorer calibrate -- --out /etc/flames/profile.json --seconds 300
              ./flames scorer calibrate -- --device cuda --out gpu-profile.json
            then serve with flames.scoring.scorers.onnx-heads.kind=onnx
                            flames.scoring.scorers.onnx-heads.onnx.profile=FILE""";

    private static final int LEAST_SECONDS = 5;

    /** @throws IllegalArgumentException for what is no option, or has no such value */
    static CalibrateOptions parse(String[] args) {
        var device = Device.CPU;
        int deviceId = 0;
        Optional<Variant> variant = Optional.empty();
        Optional<Path> weights = Optional.empty();
        var out = Path.of("flames-profile.json");
        int seconds = 60;
        boolean help = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--out" -> out = Path.of(value(args, ++i));
                case "--seconds" -> seconds = number(args, ++i, LEAST_SECONDS);
                case "--device" -> device = named(value(args, ++i));
                case "--device-id" -> deviceId = number(args, ++i, 0);
                case "--variant" -> variant = Optional.of(Variant.byName(value(args, ++i)));
                case "--weights" -> weights = Optional.of(Path.of(value(args, ++i)));
                case "--help", "-h" -> help = true;
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        return new CalibrateOptions(
                device,
                deviceId,
                variant.orElse(device == Device.CPU ? Variant.INT8 : Variant.FP32),
                weights,
                out,
                seconds,
                help);
    }

    private static Device named(String name) {
        return Device.byName(name)
                .orElseThrow(() -> new IllegalArgumentException("--device: expected one of cpu, cuda, tensorrt"));
    }

    private static int number(String[] args, int at, int least) {
        String value = value(args, at);
        if (!value.matches("\\d{1,6}") || Integer.parseInt(value) < least) {
            throw new IllegalArgumentException(args[at - 1] + ": \"" + value + "\" is no number from " + least + " on");
        }
        return Integer.parseInt(value);
    }

    private static String value(String[] args, int at) {
        if (at >= args.length) {
            throw new IllegalArgumentException(args[at - 1] + " wants a value");
        }
        return args[at];
    }
}
