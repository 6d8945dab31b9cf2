package io.flames.scoring.card;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a scorer runs on, one fact as the page names it.
 *
 * @param value as the scorer says it
 */
record BackendFact(String en, String zh, String value) {
    /** In the order in which the page shows them; what a scorer says besides follows under its own name. */
    private static final List<BackendFact> NAMES = List.of(
            new BackendFact("Device", "设备", "device"),
            new BackendFact("Why not the accelerator", "未用加速器的原因", "device.fallback"),
            new BackendFact("Platform", "平台", "platform"),
            new BackendFact("Encoder", "编码器", "encoder"),
            new BackendFact("Model file", "模型文件", "model"),
            new BackendFact("Model size, bytes", "模型大小（字节）", "model-bytes"),
            new BackendFact("Outputs", "输出布局", "layout"),
            new BackendFact("Sessions", "会话数", "sessions"),
            new BackendFact("Threads a session", "每会话线程数", "threads"),
            new BackendFact("Workers", "工作线程数", "workers"),
            new BackendFact("Largest batch", "最大批量", "largest-batch"));

    static List<BackendFact> of(Map<String, String> backend) {
        var known = NAMES.stream()
                .filter(name -> backend.containsKey(name.value))
                .map(name -> new BackendFact(name.en, name.zh, backend.get(name.value)));
        var others = backend.entrySet().stream()
                .filter(entry -> NAMES.stream().noneMatch(name -> name.value.equals(entry.getKey())))
                .map(entry -> new BackendFact(entry.getKey(), entry.getKey(), entry.getValue()));
        return Stream.concat(known, others).toList();
    }
}
