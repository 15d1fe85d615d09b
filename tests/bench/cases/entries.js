import { costPerEntry, timesPython } from "../goals.js";

// From bytes to the last value read: what one package does when it parses, another does when an entry is read.
const entries = (count) => ({
  id: `entries-${count}`,
  title: `parse a response, read six fields of each of its ${count.toLocaleString("en")} entries`,
  operation: "entries",
  files: { der: `entries-${count}` },
  entries: count,
  fields: {
    certificateStatus: "certificateStatus",
    serialNumber: "integer",
    thisUpdate: "time",
    nextUpdate: "time",
    issuerNameHash: "bytes",
    issuerKeyHash: "bytes",
  },
  goals: [timesPython(4)],
});

export const entries1000 = entries(1000);
export const entries10000 = entries(10000);
entries10000.goals.push(costPerEntry(1.2, entries1000, entries10000));
