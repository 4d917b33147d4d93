// A server that speaks MongoDB's wire protocol, for machines without a mongod.
//
// Usage: java -cp 'lib/*' StandIn.java PORT [FILE]
// PORT 0 picks a free one. With FILE the data is kept there and survives an orderly stop; without it is in memory.
// Prints "listening PORT"; stops in order on SIGTERM and when its standard input ends, so that it never outlives who started it.

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

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

    private StandIn() {}

    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        H2Backend backend = arguments.length > 1 ? new H2Backend(arguments[1]) : H2Backend.inMemory();
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
