#!/bin/sh
# One-shot: the namespace with its retention, and its search attributes. Safe to repeat; changes nothing that is there.
# Reads TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, RETENTION (30d) and SEARCH_ATTRIBUTES ("Name=Type Name=Type").
set -eu

attempts=0
until temporal operator cluster health; do
  attempts=$((attempts + 1))
  if [ "$attempts" -ge 30 ]; then
    echo "Temporal at $TEMPORAL_ADDRESS did not become healthy." >&2
    exit 1
  fi
  sleep 2
done

if temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1; then
  echo "The namespace $TEMPORAL_NAMESPACE is there."
else
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$RETENTION"
fi

# A new namespace is known to every part of the server only some seconds later: ask until it is.
attempts=0
until known=$(temporal operator search-attribute list --namespace "$TEMPORAL_NAMESPACE" 2>/dev/null); do
  attempts=$((attempts + 1))
  if [ "$attempts" -ge 30 ]; then
    echo "The search attributes of $TEMPORAL_NAMESPACE cannot be read." >&2
    exit 1
  fi
  sleep 2
done

for attribute in $SEARCH_ATTRIBUTES; do
  name=${attribute%%=*}
  type=${attribute#*=}
  if echo "$known" | grep -qw "$name"; then
    echo "The search attribute $name is there."
  else
    temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" --name "$name" --type "$type"
  fi
done
