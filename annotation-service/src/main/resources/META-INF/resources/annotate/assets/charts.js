// Draws what the tables beside say, with ECharts; without it the tables stand alone.
(function () {
  "use strict";
  if (!window.echarts) return;
  var style = getComputedStyle(document.documentElement);
  function colour(name, otherwise) { return style.getPropertyValue(name).trim() || otherwise; }
  var ink = colour("--ink", "#1c1d21");
  var line = colour("--line", "#dfe1e6");
  var accent = colour("--accent", "#1f5288");
  var palette = [accent, colour("--s3", "#00796b"), colour("--s2", "#8a5a00"), colour("--s1", "#b3361b"), colour("--none", "#8d929b")];
  var symbols = ["circle", "rect", "triangle", "diamond", "roundRect"];

  function data(id) {
    var holder = document.getElementById(id);
    return holder ? JSON.parse(holder.textContent) : null;
  }

  function draw(holder, option) {
    holder.hidden = false;
    var chart = window.echarts.init(holder);
    chart.setOption(Object.assign({ animation: false, aria: { enabled: true, label: { enabled: false } }, grid: { left: 48, right: 24, top: 24, bottom: 56 }, tooltip: { trigger: "axis", confine: true } }, option));
    addEventListener("resize", function () { chart.resize(); });
  }

  function axis(values) {
    return { type: "category", data: values, axisLabel: { color: ink }, axisLine: { lineStyle: { color: line } } };
  }
  function scale(min, max) {
    return { type: "value", min: min, max: max, minInterval: max === undefined ? 1 : undefined, axisLabel: { color: ink }, splitLine: { lineStyle: { color: line } } };
  }

  var trend = data("trend");
  var trendHolder = document.querySelector("[data-trend]");
  if (trend && trendHolder && trend.weeks.length) {
    var names = {}; // in the page's language, which the data does not know
    document.querySelectorAll("[data-dimension]").forEach(function (cell) { names[cell.dataset.dimension] = cell.textContent.trim(); });
    var series = Object.keys(trend.series).map(function (name, i) {
      return { name: names[name] || name, type: "line", data: trend.series[name], symbol: symbols[i % symbols.length], symbolSize: 9, connectNulls: true };
    });
    if (series.length) {
      series[0].markLine = { silent: true, symbol: "none", lineStyle: { color: ink, type: "dashed" }, label: { color: ink, formatter: trendHolder.dataset.threshold, position: "insideEndTop" }, data: [{ yAxis: trend.threshold }] };
    }
    draw(trendHolder, { color: palette, legend: { bottom: 0, type: "scroll", textStyle: { color: ink } }, xAxis: axis(trend.weeks), yAxis: scale(-1, 1), series: series });
  }

  var own = data("own");
  var days = document.querySelector("[data-days]");
  if (own && days && own.days.length) {
    draw(days, { color: [accent], xAxis: axis(own.days), yAxis: scale(0), series: [{ name: days.dataset.labels, type: "bar", data: own.labels, barMaxWidth: 40 }] });
  }
  var gold = document.querySelector("[data-gold]");
  if (own && gold && own.blocks.length) {
    draw(gold, { color: [palette[1]], xAxis: axis(own.blocks), yAxis: scale(0, 100), series: [{ name: gold.dataset.labels, type: "line", symbolSize: 9, data: own.accuracy }] });
  }
})();
