#!/bin/sh
# Creates the topics of contracts (io.flames.contracts.Topics); a test keeps the two alike.
set -eu
create() {
  /opt/kafka/bin/kafka-topics.sh --bootstrap-server "${BOOTSTRAP}" --create --if-not-exists --topic "$1" \
    --partitions "$2" --replication-factor "${REPLICATION_FACTOR:-1}" \
    --config cleanup.policy=delete --config "retention.ms=$3"
}
create flames.prompt-releases 3 -1
create flames.runs 3 -1
create flames.responses 6 -1
create flames.scores 6 -1
create flames.labels 3 -1
create flames.scorers 1 -1
create flames.prompt-releases.dlq 1 2592000000
create flames.runs.dlq 1 2592000000
create flames.responses.dlq 1 2592000000
create flames.scores.dlq 1 2592000000
create flames.labels.dlq 1 2592000000
create flames.scorers.dlq 1 2592000000
