// A server that speaks MongoDB's wire protocol, for machines without a mongod.
//
// Usage: java -cp 'lib/*' StandIn.java PORT [FILE]
// PORT 0 picks a free one. With FILE the data is kept there and survives an orderly stop; without it is in memory.
// Prints "listening PORT"; stops in order on SIGTERM and when its standard input ends, so that it never outlives who started it.

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DatabaseResolver;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.IndexKey;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.backend.memory.MemoryDatabase;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.Oplog;
import io.netty.channel.Channel;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.h2.mvstore.MVStore;

public final class StandIn {
    /** What the driver is told: it refuses servers older than 4.4, and by itself the library says 3.6. */
    private static final class SevenZero implements MongoVersion {
        @Override
        public List<Integer> getVersionArray() {
            return List.of(7, 0, 0, 0);
        }

        @Override
        public int getWireVersion() {
            return 21;
        }
    }

    /**
     * A unique index that also serves queries which name more than its keys, as a compare-and-set does: the library uses an index
     * for exactly its keys alone and reads the whole collection otherwise. What is found is held against the whole query.
     */
    private static final class WiderIndex<Position> extends Index<Position> {
        private final Index<Position> index;

        WiderIndex(Index<Position> index, List<IndexKey> keys, boolean sparse) {
            super(index.getName(), keys, sparse);
            this.index = index;
        }

        /** The part of a query that the index knows, or null when the query does not name every key with a value. */
        private Document keysIn(Document query) {
            Document part = new Document();
            for (String key : keys()) {
                Object value = query.get(key);
                if (value == null) {
                    return null;
                }
                part.put(key, value);
            }
            return part;
        }

        @Override
        public synchronized boolean canHandle(Document query) {
            if (query.keySet().equals(keySet())) {
                return index.canHandle(query);
            }
            Document part = keysIn(query);
            return part != null && index.canHandle(part);
        }

        @Override
        public synchronized Iterable<Position> getPositions(Document query) {
            return index.getPositions(query.keySet().equals(keySet()) ? query : keysIn(query));
        }

        @Override
        public Position getPosition(Document document) {
            return index.getPosition(document);
        }

        @Override
        public void checkAdd(Document document, MongoCollection<Position> collection) {
            index.checkAdd(document, collection);
        }

        @Override
        public void add(Document document, Position position, MongoCollection<Position> collection) {
            index.add(document, position, collection);
        }

        @Override
        public Position remove(Document document) {
            return index.remove(document);
        }

        @Override
        public void checkUpdate(Document before, Document after, MongoCollection<Position> collection) {
            index.checkUpdate(before, after, collection);
        }

        @Override
        public void updateInPlace(Document before, Document after, Position position, MongoCollection<Position> collection) {
            index.updateInPlace(before, after, position, collection);
        }

        @Override
        public boolean isUnique() {
            return index.isUnique();
        }

        @Override
        public long getCount() {
            return index.getCount();
        }

        @Override
        public long getDataSize() {
            return index.getDataSize();
        }

        @Override
        public void drop() {
            index.drop();
        }
    }

    /** A database in memory; its commands run one after the other, and answers are copies: the library changes documents in place. */
    private static final class DatabaseInMemory extends MemoryDatabase {
        DatabaseInMemory(String name, CursorRegistry cursors) {
            super(name, cursors);
        }

        @Override
        protected Index<Integer> openOrCreateUniqueIndex(
                String collection, String name, List<IndexKey> keys, boolean sparse) {
            return new WiderIndex<>(super.openOrCreateUniqueIndex(collection, name, keys, sparse), keys, sparse);
        }

        @Override
        public synchronized Document handleCommand(
                Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
            return super.handleCommand(channel, command, query, databases, oplog).cloneDeeply();
        }
    }

    private static final class InMemory extends MemoryBackend {
        @Override
        public MemoryDatabase openOrCreateDatabase(String name) {
            return new DatabaseInMemory(name, getCursorRegistry());
        }
    }

    /** The same in a file. */
    private static final class DatabaseInFile extends H2Database {
        DatabaseInFile(String name, MVStore store, CursorRegistry cursors) {
            super(name, store, cursors);
        }

        @Override
        protected Index<Object> openOrCreateUniqueIndex(
                String collection, String name, List<IndexKey> keys, boolean sparse) {
            return new WiderIndex<>(super.openOrCreateUniqueIndex(collection, name, keys, sparse), keys, sparse);
        }

        @Override
        public synchronized Document handleCommand(
                Channel channel, String command, Document query, DatabaseResolver databases, Oplog oplog) {
            return super.handleCommand(channel, command, query, databases, oplog).cloneDeeply();
        }
    }

    private static final class InFile extends H2Backend {
        InFile(String file) {
            super(file);
        }

        @Override
        protected MongoDatabase openOrCreateDatabase(String name) {
            return new DatabaseInFile(name, getMvStore(), getCursorRegistry());
        }
    }

    private StandIn() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        AbstractMongoBackend backend = arguments.length > 1 ? new InFile(arguments[1]) : new InMemory();
        backend.version(new SevenZero());
        MongoServer server = new MongoServer(backend);
        server.bind("127.0.0.1", port);
        // Closes the connections, then the backend, which writes what it holds.
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
        System.out.println("listening " + server.getLocalAddress().getPort());
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }
}
