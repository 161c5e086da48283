// Lists by body and by year, and the days as they are written.
const grouped = (key) => (api) => {
  const groups = new Map();
  for (const page of [...api.getFilteredByTag("documents")].reverse()) {
    const id = String(page.data[key]);
    if (!groups.has(id)) groups.set(id, []);
    groups.get(id).push(page);
  }
  return [...groups].map(([id, pages]) => ({ id, pages })).sort((one, other) => (one.id < other.id ? -1 : 1));
};

export default function (config) {
  config.addCollection("bodies", grouped("body"));
  config.addCollection("years", grouped("year"));
  config.addFilter("day", (date) => date.toISOString().slice(0, 10));
  config.addPassthroughCopy("content/attachments");
  return { dir: { input: "content", output: "public" } };
}
