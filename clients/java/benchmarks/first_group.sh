#!/bin/sh
# Times what a newcomer does in Java: install the client from this checkout, resolve it in a fresh
# project, and run README's first program against a server started for it.
#
#     clients/java/benchmarks/first_group.sh
#
# The checkout's commands are built already, and libraries are where Maven keeps them; what is
# installed goes into a repository of this run's own.
set -eu

home=$(cd "$(dirname "$0")/../../.." && pwd)
folder=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; rm -rf "$folder"' EXIT
repository="-Dmaven.repo.local=$folder/m2 -Dmaven.repo.local.tail=$HOME/.m2/repository -Dmaven.repo.local.tail.ignoreAvailability=true"

now() { date +%s.%N; }
timed() { # WHAT COMMAND...
  what=$1
  shift
  began=$(now)
  "$@"
  echo "$(now) $began" | awk -v what="$what" '{ printf "%6.1f s  %s\n", $1 - $2, what }'
}

serve() {
  mkfifo "$folder/said"
  "$home/plumbline" serve --port 0 >"$folder/said" &
  server=$!
  read -r said <"$folder/said"
  target=${said##* }
}

first() {
  serve
  java -cp "$folder/target/dependency/*" First.java "$target"
}

all=$(now)
cd "$home"
# shellcheck disable=SC2086
timed "./mvnw install -pl clients/java -am" ./mvnw -q install -pl clients/java -am \
  -Dmaven.test.skip=true -Dspotless.check.skip=true -DbuildDir=target/first $repository
cd "$folder"
sed -n '/^```xml$/,/^```$/p' "$home/clients/java/README.md" | sed '1d;$d' >pom.xml
sed -n '/^```java$/,/^```$/{p;/^```$/q}' "$home/clients/java/README.md" | sed '1d;$d' >First.java
# shellcheck disable=SC2086
timed "mvn dependency:copy-dependencies" "$home/mvnw" -q -f pom.xml dependency:copy-dependencies $repository
timed "five lines, server and all" first
echo "$(now) $all" | awk '{ printf "%6.1f s  in all\n", $1 - $2 }'
