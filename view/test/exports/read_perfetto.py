# Reads a Perfetto trace by Perfetto's own descriptors and prints what is in it as JSON: read_perfetto.py FILE
import json, sys
from perfetto.protos.perfetto.trace import perfetto_trace_pb2 as protos

data = open(sys.argv[1], 'rb').read()
trace = protos.Trace()
trace.ParseFromString(data)
known = protos.Trace()
known.CopyFrom(trace)
known.DiscardUnknownFields()
tracks, names, used, depth = set(), [], set(), {}
counts = {'begin': {}, 'end': 0, 'counter': 0, 'flows': 0, 'below': 0}
last = 0
for packet in trace.packet:
    if packet.HasField('track_descriptor'):
        tracks.add(packet.track_descriptor.uuid)
        names.append(packet.track_descriptor.thread.thread_name or packet.track_descriptor.name)
        continue
    event = packet.track_event
    used.add(event.track_uuid)
    kind = protos.TrackEvent.Type.Name(event.type)
    if kind == 'TYPE_SLICE_BEGIN':
        for category in event.categories:
            counts['begin'][category] = counts['begin'].get(category, 0) + 1
        counts['flows'] += len(event.flow_ids) + len(event.terminating_flow_ids)
        depth[event.track_uuid] = depth.get(event.track_uuid, 0) + 1
    elif kind == 'TYPE_SLICE_END':
        counts['end'] += 1
        depth[event.track_uuid] = depth.get(event.track_uuid, 0) - 1
        counts['below'] += depth[event.track_uuid] < 0
    else:
        counts['counter'] += 1
print(json.dumps({
    **counts,
    'unknown': len(trace.SerializeToString()) - len(known.SerializeToString()),
    'packets': len(trace.packet),
    'open': sum(depth.values()),
    'strange': len(used - tracks),
    'names': names,
}))
