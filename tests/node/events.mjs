// Reads calendars, each a JSON string on a line of its own, and writes what their events say, as a line of JSON each.
import readline from "node:readline";
import ICAL from "ical.js";

const text = (component, name) => component.getFirstPropertyValue(name) ?? "";

function said(component) {
  const event = new ICAL.Event(component);
  const moment = (time) => (time.isDate ? time.toString() : time.toJSDate().toISOString());
  return {
    uid: event.uid,
    summary: event.summary ?? "",
    place: event.location ?? "",
    description: event.description ?? "",
    status: text(component, "status"),
    sequence: event.sequence,
    zone: event.startDate.zone.tzid,
    begins: moment(event.startDate),
    ends: moment(event.endDate),
    address: text(component, "url"),
    categories: component.getFirstProperty("categories").getValues(),
    free: text(component, "transp") === "TRANSPARENT",
  };
}

for await (const line of readline.createInterface({ input: process.stdin })) {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(JSON.parse(line)));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  console.log(JSON.stringify(calendar.getAllSubcomponents("vevent").map(said)));
}
