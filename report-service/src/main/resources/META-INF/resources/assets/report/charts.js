// Draws the leaderboard's radar with ECharts; without it the page keeps its SVG.
(function () {
  "use strict";
  var holder = document.querySelector("[data-radar]");
  var data = document.getElementById("radar-data");
  if (!holder || !data || !window.echarts) return;

  var radar = JSON.parse(data.textContent);
  if (!radar.series.length) return;
  document.querySelectorAll("[data-radar-plain]").forEach(function (plain) {
    plain.hidden = true;
  });
  holder.hidden = false;

  var ink = getComputedStyle(document.documentElement).getPropertyValue("--ink").trim() || "#1c1d21";
  var chart = window.echarts.init(holder);
  chart.setOption({
    animation: false,
    aria: { enabled: true },
    color: radar.series.map(function (series) { return series.colour; }),
    legend: { bottom: 0, type: "scroll", textStyle: { color: ink } },
    radar: {
      radius: "65%",
      axisName: { color: ink },
      indicator: radar.axes.map(function (axis) { return { name: axis, max: 100 }; }),
    },
    series: [{
      type: "radar",
      data: radar.series.map(function (series) {
        return { name: series.name, value: series.values, areaStyle: { opacity: 0.06 } };
      }),
    }],
  });
  window.addEventListener("resize", function () { chart.resize(); });
})();
