// The record of the sample video, as the tutorial has it.
db.getSiblingDB("video-streaming").videos.updateOne(
  { _id: ObjectId("5d9e690ad76fe06a3d7ae416") },
  { $set: { videoPath: "SampleVideo_1280x720_1mb.mp4" } },
  { upsert: true },
);
